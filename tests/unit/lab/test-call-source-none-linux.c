/*
 * A build without libdw, of which only this file differs: it records, and says in one sentence that
 * the lines of source are missing. The file is linked in the place of the one that finds them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file/file.h"
#include "calls/socket-call.h"
#include "lab/experiment.h"

static void recording_says_what_is_missing(void **state)
{
	(void)state;
	static const struct client_step step = { .method = "GET", .target = "/ping" };
	char folder[] = "/tmp/pcapdeck-test-XXXXXX", capture[64], calls[64];
	assert_non_null(mkdtemp(folder));
	(void)snprintf(capture, sizeof(capture), "%s/x.pcap", folder);
	(void)snprintf(calls, sizeof(calls), "%s/x.calls.jsonl", folder);
	const struct experiment experiment = {
		.output = capture,
		.steps = &step,
		.step_count = 1,
		.finds_sources = true,
		.port = 8080,
		.mtu = LAB_MTU,
		.is_private_only = true,
		.seconds_max = 60,
		.retry = "",
	};
	autofinish(experiment_result) struct experiment_result result = { 0 };
	autofinish(error) struct error error = { 0 };
	bool is_refused = false, ok = experiment_run(&experiment, &result, &is_refused, &error);
	bool has_calls = file_exists(calls);
	(void)unlink(capture);
	(void)unlink(calls);
	(void)rmdir(folder);
	if (is_refused || (ok && !has_calls))
		skip(); /* no private network here, or no process may watch another one */
	if (!ok)
		fail_msg("%s", error_message(&error));
	assert_string_equal(text_string(&result.remarks),
		"the lines of source were not recorded: they need libdw (elfutils) when pcapdeck is built and when it runs\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(recording_says_what_is_missing) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
