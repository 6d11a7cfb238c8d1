# shellcheck shell=bash
# All tests, with what they need.

command_test() { fail 1 "test is not there yet"; }
