package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// CSV answers with a table as a file to download. Cells that a spreadsheet would take for a formula are made harmless.
func CSV(c echo.Context, name string, table [][]string) error {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range table {
		for i := range row {
			row[i] = Harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	w.Flush()
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	NoStore(c)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", out.Bytes())
}

// Harmless keeps spreadsheet programs from taking a cell for a formula.
func Harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
