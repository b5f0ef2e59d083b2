#!/bin/bash
# Apache with its example configuration keeps the same promises.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/web-contract.sh"
. "$top_srcdir/tests/e2e/apache.sh"

# The size of a body is left to the program.
too_large=503

web_folders
curl_to=()
free_port apache_start || t_bail "Apache starts"
web_contract

t_done
