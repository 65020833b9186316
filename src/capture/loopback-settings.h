#ifndef CAPTURE_LOOPBACK_SETTINGS_H
#define CAPTURE_LOOPBACK_SETTINGS_H

/* What makes Linux' `lo` like a wire or not, in the network that this process is in. */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum { LOOPBACK_OFFLOADS = 3 }; /* TSO, GSO, GRO */

struct loopback_settings {
	uint32_t mtu;
	uint32_t offloads[LOOPBACK_OFFLOADS]; /* 1: on */
	bool is_up;
	char send_buffers
		[64]; /* tcp_wmem: the least, the initial and the largest size; "": not to be changed */
};

/* Of a wire with that MTU: no offloads, and up. */
struct loopback_settings loopback_settings_of_wire(uint32_t mtu);

/* False when they cannot be told. */
bool loopback_settings_read(struct loopback_settings *ret_settings);

/*
 * False with a sentence; *ret_is_denied says that this process may not. Send buffers that cannot be set are no
 * failure. Calls nothing that a child of a program with threads may not call, unless it fails.
 */
bool loopback_settings_write(
	const struct loopback_settings *settings, bool *ret_is_denied, struct error *error);

#endif
