#ifndef SERVE_ROOM_KEYS_H
#define SERVE_ROOM_KEYS_H

/*
 * The keys of shared talks. A link has one, and the browser that opens the link keeps it as a
 * cookie: whoever has a key has its role. A key is KEY_BYTES random bytes in hexadecimal. Not
 * thread-safe.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "base/error.h"

enum { KEY_BYTES = 16, KEY_SIZE = 2 * KEY_BYTES };

/* Digits of the number that a cookie has beside the key, one for each browser. */
enum { VISITOR_ID_SIZE = 16 };

/* What a visitor may do. */
enum visitor_role {
	VISITOR_NONE, /* nothing */
	VISITOR_LISTENER, /* see the talks */
	VISITOR_PRESENTER, /* show them */
};

/* The links that there are. The next speaker gets one that the former can take back. */
enum link_kind { LINK_LISTENER, LINK_PRESENTER, LINK_NEXT };

/* The speaker who was handed over to, and the one to whom that speaker hands over. */
enum { KEYS_NEXT = 2 };

struct keys {
	char listener[KEY_SIZE + 1], presenter[KEY_SIZE + 1];
	char next[KEYS_NEXT][KEY_SIZE + 1]; /* of speakers who were handed over to; "": nobody */
	unsigned newest; /* of `next`: the key that was made last */
};

/* Makes new keys. Returns false, with an error, when the system gives no random bytes. */
bool keys_make(struct keys *ret_keys, struct error *error);

/*
 * Writes `size` random hexadecimal digits and a NUL. `size` is even and at most KEY_SIZE.
 */
bool keys_random_digits(char *ret_digits, size_t size, struct error *error);

/*
 * Makes the key of the speaker to whom the holder of the key `from` hands over. The holder's own
 * key stays, and any other one that was given for a next speaker opens nothing from now on.
 */
bool keys_renew_next(struct keys *keys, const char *from, size_t size, struct error *error);

/* The role of the key at the start of `text`; how long it takes tells nothing of the keys. */
enum visitor_role keys_role(const struct keys *keys, const char *text, size_t size);

#endif
