package Cart;
use strict;
use warnings;

sub new { return bless { items => [] }, shift }

sub add {
    my ($self, $price, $count) = @_;
    if ($price < 0 || !$count) {
        return 0;
    }
    push @{ $self->{items} }, $price * $count;
    return 1;
}

sub unused { return 1 }

1;
