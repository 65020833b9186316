#ifndef CONVERSATION_LOGIN_PROMPT_H
#define CONVERSATION_LOGIN_PROMPT_H

/*
 * A password that is typed because the other side asked for it, as in Telnet (RFC 854), a serial console
 * or a shell over a socket: what is sent behind "Password:" until the end of the line, a character at a
 * time or at once. Telnet's own commands in between are no part of it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { PROMPT_TAIL_SIZE = 64 };

/* One side of a connection. A zeroed value is its beginning. */
struct login_prompt {
	char tail[PROMPT_TAIL_SIZE]; /* what it said last, of the line that is not over */
	uint32_t tail_size;
	bool is_asked; /* for a password: what it says next is one, until its line ends */
	uint8_t command; /* of Telnet, as many bytes of it as were seen; its state goes on */
};

/* A run of bytes of a payload that is part of a password. */
typedef void login_prompt_function(void *user, uint32_t offset, uint32_t size);

/*
 * `speaker` says `payload` to `other`. Calls `hide` for each part of a password in it, and remembers in
 * `other` that a password was asked for.
 */
void login_prompt_add(struct login_prompt *speaker, struct login_prompt *other,
	struct bytes payload, login_prompt_function *hide, void *user);

#endif
