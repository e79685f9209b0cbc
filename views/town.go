package views

// Town is a town that a typed name may mean.
type Town struct {
	ID   int64 // GeoNames
	Name string
	Note string // what tells it from others of its name
}
