#ifndef CLI_RECORD_TALK_H
#define CLI_RECORD_TALK_H

/* Records captures that a talk declares with `record:`. */

#include "base/error.h"
#include "base/text.h"
#include "lab/experiment.h"
#include "notes/talk/talk.h"

/*
 * Records the capture again, and creates its folder, since a talk may arrive without captures.
 * Port, MTU, times and `retry` are those of `usual`. A program that the talk names is run: call it
 * for such a capture only when the user said so.
 */
bool record_talk_capture(const struct talk_capture *capture, const struct experiment *usual,
	struct experiment_result *ret_result, bool *ret_is_refused, struct error *error);

/*
 * Appends a line, without its end: what the talk would run for this capture, called `shown_name`.
 */
void record_talk_append_program(
	struct text *out, const struct talk_capture *capture, const char *shown_name);

#endif
