package shop

import "testing"

func TestSum(t *testing.T) { Sum() }
