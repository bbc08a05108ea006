package shop

import "testing"

func TestTotal(t *testing.T) {
	for _, c := range []struct {
		name  string
		total int
	}{{"one plus one", 2}, {"wrong", 3}} {
		t.Run(c.name, func(t *testing.T) {
			if got := 1 + 1; got != c.total {
				t.Errorf("got %d, want %d", got, c.total)
			}
		})
	}
}

func TestLater(t *testing.T) { t.Skip("later") }

func TestFine(t *testing.T) { t.Log("fine") }
