package portal

// StepWord names a step of an item's history for people.
func StepWord(kind string) string {
	switch kind {
	case "saved":
		return "Saved"
	case "asked":
		return "Customer asked"
	case "reminded":
		return "Customer asked again"
	case "confirmed":
		return "Confirmed"
	case "corrected":
		return "Confirmed with a correction"
	case "declined":
		return "Declined"
	case "submitted":
		return "Handed in"
	case "returned":
		return "More asked for"
	case "accepted":
		return "Accepted"
	case "rejected":
		return "Not accepted"
	case "booking changed":
		return "Booking changed"
	case "cancelled":
		return "Cancelled"
	case "withdrawn":
		return "Withdrawn"
	}
	return kind
}
