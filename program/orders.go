package program

import (
	"cmp"
	"fmt"
	"slices"
)

// OrderKind is what is decided by hand on a partner's specialization.
type OrderKind string

// Kinds of orders.
const (
	Suspend   OrderKind = "suspend"   // the label is not shown until a day or until it is lifted; its clock goes on
	Lift      OrderKind = "lift"      // ends a suspension
	Revoke    OrderKind = "revoke"    // ends the label, and none is granted until it is reinstated
	Reinstate OrderKind = "reinstate" // gives a revoked label back with the clock it had, and lets labels be granted again
	Achieve   OrderKind = "achieve"   // marks as achieved until a day, about three months; then the rules decide again
)

// Order is a decision by hand, from a day on. It is a dated fact: days before it evaluate as they did.
type Order struct {
	ID             EvidenceID
	Kind           OrderKind
	Specialization string
	From           Day
	Until          Day // first day on which a suspension or an achievement is over; zero: a suspension lasts until it is lifted
	By             string
	Reason         string
	Given          Day // the day it became known, if later than From
	Superseded     Day // taken back from this day on; zero: it stands
}

// Validate reports what is wrong with an order, wrapped in [ErrInvalid].
func (o *Order) Validate(p *Programme) error {
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("%w: order: %s", ErrInvalid, fmt.Sprintf(format, args...))
	}
	if _, ok := p.Specialization(o.Specialization); !ok {
		return wrong("unknown specialization %q", o.Specialization)
	}
	switch {
	case !slices.Contains([]OrderKind{Suspend, Lift, Revoke, Reinstate, Achieve}, o.Kind):
		return wrong("unknown kind %q", o.Kind)
	case o.Reason == "" || o.By == "":
		return wrong("it has no reason, or nobody who gave it")
	case o.From == 0:
		return wrong("it has no day")
	case o.Until != 0 && o.Kind != Suspend && o.Kind != Achieve:
		return wrong("only suspensions and achievements end on a day")
	case o.Kind == Achieve && o.Until == 0:
		return wrong("an achievement by hand needs a day on which it is over")
	case o.Until != 0 && o.Until <= max(o.From, o.Given):
		return wrong("it is over on %s, before it begins", o.Until)
	}
	return nil
}

// begins returns the first day on which the order has an effect.
func (o *Order) begins() Day { return max(o.From, o.Given) }

// ordered is what the orders on one specialization mean on a day.
type ordered struct {
	suspended *Order
	revoked   *Order
	achieved  *Order
	given     Day    // the last day on which a revoked label was given back; zero: never
	why       string // the reason of that
	lifted    string // the reason of the last lift
	next      Day    // the first later day on which they may mean something else
}

// orders looks at the orders on a specialization. Of two on the same day the one with the greater ID counts last.
func (f *Facts) orders(specialization string, at Day) ordered {
	o := ordered{next: never}
	if len(f.Orders) == 0 {
		return o
	}
	list := make([]*Order, 0, 8)
	for i := range f.Orders {
		order := &f.Orders[i]
		if order.Specialization != specialization {
			continue
		}
		for _, d := range []Day{order.begins(), order.Until, order.Superseded} {
			if d > at {
				o.next = min(o.next, d)
			}
		}
		switch {
		case order.begins() > at:
		case uncorrected(order.Superseded, at):
			list = append(list, order)
		case order.Kind == Revoke && order.Superseded > o.given: // taking it back gives the label back
			o.given = order.Superseded
		}
	}
	slices.SortStableFunc(list, func(a, b *Order) int {
		return cmp.Or(cmp.Compare(a.begins(), b.begins()), cmp.Compare(a.ID, b.ID))
	})
	for _, order := range list {
		lasts := at < endOf(order.Until)
		switch order.Kind {
		case Suspend:
			if o.suspended = nil; lasts {
				o.suspended = order
			}
		case Lift:
			o.suspended, o.lifted = nil, order.Reason
		case Revoke:
			o.revoked = order
		case Reinstate:
			o.revoked = nil
			if order.begins() >= o.given {
				o.given, o.why = order.begins(), order.Reason
			}
		case Achieve:
			if o.achieved = nil; lasts {
				o.achieved = order
			}
		}
	}
	return o
}

// Allowance gives by hand points to an indicator of a scorecard, or a module of a review, on days From ≤ d < Until.
type Allowance struct {
	ID             EvidenceID
	Specialization string
	Indicator      string  // its ID; empty: a module
	Points         float64 // at least so many
	Module         string
	From           Day
	Until          Day // zero: it lasts
	By             string
	Reason         string
	Given          Day // the day it became known, if later than From
	Superseded     Day // taken back from this day on; zero: it stands
}

// Validate reports what is wrong with an allowance, wrapped in [ErrInvalid].
func (a *Allowance) Validate(p *Programme) error {
	problem := ""
	if _, ok := p.Specialization(a.Specialization); !ok {
		problem = fmt.Sprintf("unknown specialization %q", a.Specialization)
	}
	switch {
	case problem != "":
	case (a.Indicator == "") == (a.Module == ""):
		problem = "it is for an indicator or for a module"
	case a.Indicator != "" && !positive(a.Points):
		problem = "its points are no positive amount"
	case a.From == 0 || a.Until != 0 && a.Until <= a.From:
		problem = "it has no days"
	case a.Reason == "" || a.By == "":
		problem = "it has no reason, or nobody who gave it"
	}
	if problem != "" {
		return fmt.Errorf("%w: allowance: %s", ErrInvalid, problem)
	}
	return nil
}

// allowance returns whether an allowance counts on the day, and notes when that changes.
func (e *evaluation) allowance(a *Allowance) bool {
	begins := max(a.From, a.Given)
	e.later(begins)
	e.later(a.Until)
	e.later(a.Superseded)
	return begins <= e.at && e.at < endOf(a.Until) && uncorrected(a.Superseded, e.at)
}
