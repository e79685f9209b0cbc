package handlers

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// writeFile replaces a file whole: readers see the old one or the new one, never half of one.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err != nil {
		return err
	}
	buf := bufio.NewWriterSize(f, 1<<20)
	err = errors.Join(write(buf), buf.Flush(), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
