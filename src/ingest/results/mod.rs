//! The formats of test results: one file and one line here for each.

pub mod allure;
pub mod allure1;
pub mod apex_json;
pub mod avocado_json;
pub mod boost_test;
pub mod catch2_xml;
pub mod check_xml;
pub mod cppunit;
pub mod ctest;
pub mod ctrf;
pub mod cts;
pub mod cucumber_json;
pub mod cucumber_messages;
pub mod cunit;
pub mod dart_json;
pub mod dbt_json;
pub mod elm_json;
pub mod forge_json;
pub mod ginkgo_json;
pub mod googletest_json;
pub mod goss_json;
pub mod gotest_json;
pub mod inspec_json;
pub mod jasmine_json;
pub mod jest_json;
pub mod junit;
pub mod karma_json;
pub mod libtest_json;
pub mod lit_json;
pub mod meson_json;
pub mod mocha_json;
pub mod mocha_stream;
pub mod mochawesome;
pub mod newman_json;
pub mod nunit2;
pub mod nunit3;
pub mod open_test_reporting;
pub mod phpunit_testdox;
pub mod playwright_json;
pub mod pytest_json_report;
pub mod pytest_reportlog;
pub mod qt_test;
pub mod robot;
pub mod robot_json;
pub mod rspec_json;
pub mod sonar_executions;
pub mod specflow_json;
pub mod tap;
pub mod testcafe_json;
pub mod testng;
pub mod trx;
pub mod twister_json;
pub mod unittest_cpp;
pub mod unreal_json;
pub mod wdio_json;
pub mod xcresult_json;
pub mod xcresult_legacy;
pub mod xunit;

use super::format::{Format, formats};

formats! {
    /// Every format of test results, in the order of the documentation.
    junit trx nunit3 nunit2 xunit gotest_json jest_json mocha_json mochawesome playwright_json testng rspec_json libtest_json dart_json cucumber_json cucumber_messages ctrf tap allure open_test_reporting googletest_json pytest_json_report pytest_reportlog robot robot_json ctest catch2_xml cppunit sonar_executions ginkgo_json karma_json testcafe_json apex_json unreal_json
    boost_test qt_test check_xml cunit unittest_cpp newman_json wdio_json xcresult_json xcresult_legacy twister_json meson_json dbt_json
    lit_json specflow_json forge_json inspec_json goss_json avocado_json allure1 jasmine_json elm_json cts mocha_stream phpunit_testdox
}
