#ifndef SERVE_GUESTS_H
#define SERVE_GUESTS_H

/*
 * The connections of a web server, limited so that no client can lock out others. Their number is
 * limited, and a whole request has to arrive in time, however often its client sends a byte. A
 * connection that exceeds its time is shut down; the web server then sees that the client has gone.
 * Every function may be called from any thread.
 */

#include <stdbool.h>

#include "base/error.h"

struct guests;
struct guest;

/*
 * Keeps at most `limit` connections that follow no page; one more ends the oldest. A request has
 * `timeout_ms`, or up to a tenth more, counted from the connection or from the last answer. Returns
 * NULL, with an error, when no thread or pipe can be made.
 */
struct guests *guests_new(unsigned limit, int timeout_ms, struct error *error);
void guests_free(struct guests *guests);

/* The guest lives until guests_remove(), which must be called before the socket is closed. */
struct guest *guests_add(struct guests *guests, int socket);
void guests_remove(struct guests *guests, struct guest *guest);

/*
 * Set the state of a guest after its request. guests_begin_answer(): the request is being answered.
 * guests_end_answer(): it was answered, and another request may come. guests_exempt(): the guest
 * follows a page and has no time limit.
 */
void guests_begin_answer(struct guests *guests, struct guest *guest);
void guests_end_answer(struct guests *guests, struct guest *guest);
void guests_exempt(struct guests *guests, struct guest *guest);

#endif
