require "simplecov"
SimpleCov.start do
  enable_coverage :branch
  formatter SimpleCov::Formatter::SimpleFormatter
end
SimpleCov.command_name "script"
require_relative "lib/cart"
cart = Cart.new
p cart.add(3, 2)
