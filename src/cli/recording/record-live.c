/* A sample or the host's loopback would pass for what the audience is told: that it happens now. */
#include "cli/recording/record-live.h"

#include "cli/recording/record-talk.h"
#include "lab/endpoints/pingpong-server.h"

enum { LIVE_SECONDS_MAX = 20 };

bool record_live(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error)
{
	(void)context;
	(void)talk;
	if (capture->run || capture->server)
		return error_set(error, "'%s' is made by a program, which a slide never starts",
			capture->name);
	autofinish(experiment_result) struct experiment_result result = { 0 };
	const struct experiment usual = {
		.port = PINGPONG_PORT,
		.mtu = LAB_MTU,
		.is_private_only = true,
		.seconds_max = LIVE_SECONDS_MAX,
	};
	return record_talk_capture(capture, &usual, &result, NULL, error);
}
