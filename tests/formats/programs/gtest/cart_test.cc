#include <gtest/gtest.h>

TEST(Cart, Adds) { EXPECT_EQ(1 + 1, 2); }
TEST(Cart, Fails) {
  EXPECT_EQ(1 + 1, 3) << "an empty <cart>";
  EXPECT_TRUE(false);
}
TEST(Cart, SkipsItself) { GTEST_SKIP() << "later"; }
TEST(Cart, DISABLED_Later) {}

class Total : public testing::TestWithParam<int> {};
TEST_P(Total, IsEven) { EXPECT_EQ(GetParam() % 2, 0); }
INSTANTIATE_TEST_SUITE_P(Few, Total, testing::Values(2, 4));
