package handlers

// InOnePiece lets tests announce answers of any length.
var InOnePiece = inOnePiece

// Access and Unlisted are the access table and its check, for the tests outside.
var (
	Access   = access
	Unlisted = unlisted
)
