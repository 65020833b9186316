#ifndef SERVE_GUESTS_H
#define SERVE_GUESTS_H

/*
 * The connections of a web server, so that nobody can lock others out of it: there are only so many, and
 * of each a whole request has to come in time, however busily it sends. What overstays is shut down, and
 * its server then sees that the client has gone. For any thread.
 */

#include <stdbool.h>

#include "base/error.h"

struct guests;
struct guest;

/*
 * At most `limit` that follow no page: the oldest goes for one more. A request has `timeout_ms`, or a tenth
 * more, from the connection or the last answer on. NULL, with an error, where there is no thread or pipe.
 */
struct guests *guests_new(unsigned limit, int timeout_ms, struct error *error);
void guests_free(struct guests *guests);

/* Lives until guests_remove(), which must come before the socket is closed. */
struct guest *guests_add(struct guests *guests, int socket);
void guests_remove(struct guests *guests, struct guest *guest);

/* Its request is there; it has been answered, and another may come; it follows a page, and stays. */
void guests_begin_answer(struct guests *guests, struct guest *guest);
void guests_end_answer(struct guests *guests, struct guest *guest);
void guests_let_stay(struct guests *guests, struct guest *guest);

#endif
