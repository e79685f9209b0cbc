package handlers

import (
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/store"
	"partnerdirectory/store/rows"
)

// apiMistake is one place of a body that cannot be imported.
type apiMistake struct {
	Line     int    `json:"line,omitempty"`
	Column   string `json:"column,omitempty"`
	Found    string `json:"found,omitempty"`
	Expected string `json:"expected"`
}

// apiProblem is how the API says that nothing was done.
type apiProblem struct {
	Error    string       `json:"error"`
	Request  string       `json:"request,omitempty"`
	Mistakes []apiMistake `json:"mistakes,omitempty"`
	More     bool         `json:"more,omitempty"` // there are more mistakes than these
}

// feed takes rows of a kind from another system: CSV or JSON Lines, all or nothing, by the engine that the command and the pages
// use. The same body sent again changes nothing, as rows have natural keys.
func (s *Server) feed(kind store.Scope) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		format := rows.Format("")
		switch media, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType)); {
		case err != nil:
		case media == "text/csv":
			format = rows.CSV
		case media == "application/jsonl", media == "application/x-ndjson", media == "application/x-jsonlines":
			format = rows.JSONL
		}
		if format == "" {
			return c.JSON(http.StatusUnsupportedMediaType, apiProblem{Error: "Send rows as text/csv or as application/jsonl, and say which in Content-Type."})
		}
		token := web.TokenOf(c)
		act := store.Act{By: "token " + token.Name, Request: c.Response().Header().Get(echo.HeaderXRequestID), Why: "sent by the token " + token.Name}
		report, err := s.store.ImportRows(r.Context(), act, store.RowFile{Kind: string(kind), Name: "api", Format: format, Reader: r.Body},
			s.live.Current().Day, store.RowOptions{DryRun: c.QueryParam("dry_run") == "1"})
		var mistakes *store.RowMistakes
		if errors.As(err, &mistakes) {
			out := apiProblem{Error: "Nothing was imported: some rows are not as they should be.", Request: act.Request, More: mistakes.More}
			for _, m := range mistakes.List {
				out.Mistakes = append(out.Mistakes, apiMistake{m.Line, m.Column, m.Found, m.Want})
			}
			return c.JSON(http.StatusUnprocessableEntity, out)
		}
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, report)
	}
}
