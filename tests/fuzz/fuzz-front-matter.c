/* The head of a talk: YAML between `---` lines, from any bytes. An error must have its place. */
#include <string.h>

#include "base/array.h"
#include "notes/talk/front-matter.h"
#include "output-checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_step(const struct client_step *step)
{
	require(step->kind < CLIENT_STEP_KINDS, "a step of no kind");
	if (step->kind == CLIENT_REQUEST)
		require(*step->method && step->target[0] == '/', "a request for no path");
	if (step->kind == CLIENT_DNS_QUERY)
		require(*step->method && *step->target, "a query without a name");
	require(step->parallel <= CLIENT_PARALLEL_MAX, "too many connections at the same time");
	require(step->read_after_ms <= CLIENT_PAUSE_MS_MAX && step->idle_ms <= CLIENT_PAUSE_MS_MAX,
		"a step that lasts too long");
	require(step->body.size <= CLIENT_BODY_MAX, "a body that is too large");
	for (size_t i = 0; i < step->body.size; i++)
		require(step->body.data[i] != '\0', "a body with a NUL");
}

static void check_talk(const struct talk *talk, unsigned last_line, const struct lines *lines)
{
	const char *const texts[] = { talk->title, talk->presenter, talk->date, talk->week,
		talk->theme };
	for (size_t i = 0; i < ARRAY_COUNT(texts); i++)
		require(texts[i] != NULL, "a key has no text");
	require(last_line <= lines->count, "the front matter ends behind the file");
	for (size_t i = 0; i < talk->capture_count; i++) {
		const struct talk_capture *capture = &talk->captures[i];
		require(capture->is_broken || *capture->name, "a capture has no name");
		require(capture->is_broken || *capture->path, "a capture has no path");
		require(capture->line >= 1 && capture->line <= last_line,
			"a capture stands outside the front matter");
		for (size_t j = 0; j < capture->step_count; j++)
			check_step(&capture->steps[j]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofinish(arena) struct arena arena = { 0 };
	autofinish(text) struct text plain = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	markup_utf8(&plain, (struct bytes){ data, size }); /* as talk_parse() does */
	struct lines lines = lines_split(&arena, written(&plain));
	struct talk talk = {
		.path = "x/talk.md",
		.title = "",
		.presenter = "",
		.date = "",
		.week = "",
		.lang = "",
		.theme = "",
	};
	check_talk(&talk, front_matter_parse(&lines, &arena, &talk, &findings), &lines);
	for (size_t i = 0; i < findings.count; i++)
		require(findings.items[i].line >= 1 && findings.items[i].line <= lines.count,
			"a finding without its place");
	return 0;
}
