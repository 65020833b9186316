#ifndef CLI_RECORD_TALK_H
#define CLI_RECORD_TALK_H

/* Captures that a talk declares with `record:`, made by the lab. */

#include "base/error.h"
#include "lab/experiment.h"
#include "notes/talk/talk.h"

/*
 * Makes one again, and the folders on the way to it, since a talk may come without its captures. Port,
 * MTU and `retry` are those of `usual`.
 */
bool record_talk_capture(const struct talk_capture *capture, const struct experiment *usual,
	struct experiment_result *ret_result, bool *ret_is_refused, struct error *error);

#endif
