package cart

import "testing"

func TestTotal(t *testing.T) {
	if Total(2, 3) != 6 {
		t.Fatal("wrong")
	}
	pick(1)
}
