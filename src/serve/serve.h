#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

/*
 * Serves decks over HTTP, on the loopback address unless another is asked for. A deck is rebuilt
 * and reloaded when one of its sources is saved.
 */

#include "deck/deck.h"

struct serve_urls {
	const char *here; /* for a browser on this machine: "http://127.0.0.1:8000/" */
	/* The links of a shared server; NULL when it is not shared. */
	const char *presenter_here, *presenter, *listener;
};

struct serve_options {
	const char *path; /* a talk or a folder of talks */
	const char *address; /* to listen on, see listen_address_parse(); NULL: 127.0.0.1 */
	uint16_t port; /* 0: any free port */
	/* Only who has a link gets in: others may reach the server. */
	bool is_shared;
	const char *public_url; /* of a tunnel or proxy, see public_url_parse(); NULL: none */
	bool may_go_ahead; /* listeners may look further than the speaker has come */
	bool is_rehearsed; /* how long slides are shown is kept beside the talks; not when shared */
	const char *outer_host; /* how others call this machine, as in a URL; NULL: not known */
	struct deck_options deck;
	/* readable when the server shall stop (a signal handler writes to the pipe) */
	int stop_descriptor;
	/* `ready` is called once, when the server listens; `message` with each message. */
	void (*ready)(void *context, const struct serve_urls *urls);
	void (*message)(void *context, const char *line);
	void *context;
};

bool serve_run(const struct serve_options *options, struct error *error);

#endif
