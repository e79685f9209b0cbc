package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// Flash keys of the session.
const (
	flashText = "flash"
	flashBad  = "flash bad"
)

// Flash leaves a sentence that the next page shows once.
func (k *Kit) Flash(c echo.Context, text string) error { return k.SetValue(c, flashText, text) }

// FlashProblem leaves a sentence about something that did not work.
func (k *Kit) FlashProblem(c echo.Context, text string) error { return k.SetValue(c, flashBad, text) }

// TakeFlash returns the sentences that earlier steps left, and forgets them.
func (k *Kit) TakeFlash(c echo.Context) (done, problem string, err error) {
	if done, err = k.Value(c, flashText); err != nil {
		return "", "", err
	}
	if problem, err = k.Value(c, flashBad); err != nil {
		return "", "", err
	}
	return done, problem, errors.Join(k.SetValue(c, flashText, ""), k.SetValue(c, flashBad, ""))
}

// FormKey is the name of the hidden field that tells one drawing of a form from another.
const FormKey = "once"

// Bounds of waiting for the first of two equal forms.
const (
	onceWait = 10 * time.Second
	onceLook = 50 * time.Millisecond
)

// Once does a form's work once, however often the form is sent: the second sender waits for the first and is sent to the
// same page. work returns the page to go to; "" when it has answered by itself, having done nothing, such as drawing
// the form again with what is wrong in it. Forms without a key are just worked on.
func (k *Kit) Once(c echo.Context, who *Identity, work func() (to string, err error)) error {
	key := c.FormValue(FormKey)
	if key == "" {
		return k.settle(c, work)
	}
	// Whoever begins also finishes, though the browser has left meanwhile.
	ctx, id := context.WithoutCancel(c.Request().Context()), who.Account.ID
	for end := time.Now().Add(onceWait); ; time.Sleep(onceLook) {
		first, outcome, err := k.Store.BeginForm(ctx, id, shorten(key, 64))
		switch {
		case err != nil:
			return err
		case first:
			to, err := work()
			if err := errors.Join(err, k.Store.FinishForm(ctx, id, shorten(key, 64), to)); err != nil || to == "" {
				return err
			}
			return k.See(c, to)
		case outcome != "":
			return k.See(c, outcome)
		case time.Now().After(end):
			return Refusal{
				Status: http.StatusConflict, Heading: "This form is still being worked on",
				Text: "You sent it a moment ago. Load the page again in a minute to see what came of it.",
			}
		}
	}
}

func (k *Kit) settle(c echo.Context, work func() (string, error)) error {
	to, err := work()
	if err != nil || to == "" {
		return err
	}
	return k.See(c, to)
}
