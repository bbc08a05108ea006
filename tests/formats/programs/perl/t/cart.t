use strict; use warnings;
use Test::More tests => 1;
use lib 'lib';
use Cart;
my $cart = Cart->new;
ok($cart->add(3, 2));
