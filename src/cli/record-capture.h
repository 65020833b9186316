#ifndef CLI_RECORD_CAPTURE_H
#define CLI_RECORD_CAPTURE_H

/* How build and serve record a capture that a talk declares, without deck/ or serve/ seeing lab/. */

#include "deck/deck.h"

/* For deck_options.record; says on standard error what it recorded. The context is not used. */
bool record_declared_capture(void *context, const struct talk *talk,
	const struct talk_capture *capture, struct error *error);

#endif
