#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

/* Decks over HTTP, for this machine unless another address is asked for; rebuilt and reloaded when a source is saved. */

#include "deck/deck.h"

struct serve_options {
	const char *path; /* a talk or a folder of talks */
	const char
		*address; /* to listen on, see listen_address_parse(); NULL: this machine alone */
	uint16_t port; /* 0: any free one */
	struct deck_options deck;
	int stop_descriptor; /* readable when it is time to stop (a pipe that a signal handler writes) */
	/* Called once when the server listens, with "http://127.0.0.1:PORT/" or its like; and with each message. */
	void (*ready)(void *context, const char *url);
	void (*message)(void *context, const char *line);
	void *context;
};

bool serve_run(const struct serve_options *options, struct error *error);

#endif
