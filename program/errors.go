package program

import "errors"

// Errors with a meaning in the programme. Rooms wrap them with what was tried; handlers map them to a status and a page.
var (
	ErrNotFound = errors.New("not found")
	ErrInvalid  = errors.New("invalid")
	ErrConflict = errors.New("conflict")
)
