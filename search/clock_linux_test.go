package search

import (
	"syscall"
	"time"
	"unsafe"
)

// threadTime returns how long the calling thread has been computing. Unlike the time on the wall it leaves out what
// other processes on the machine take.
func threadTime() time.Duration {
	const clockThreadCPU = 3
	var ts syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockThreadCPU, uintptr(unsafe.Pointer(&ts)), 0)
	return time.Duration(ts.Nano())
}
