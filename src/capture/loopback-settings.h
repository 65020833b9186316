#ifndef CAPTURE_LOOPBACK_SETTINGS_H
#define CAPTURE_LOOPBACK_SETTINGS_H

/*
 * The settings that make the loopback `lo` of Linux behave like a wire, in this process's network
 * namespace.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum { LOOPBACK_OFFLOADS = 3 }; /* TSO, GSO, GRO */

struct loopback_settings {
	uint32_t mtu;
	uint32_t offloads[LOOPBACK_OFFLOADS]; /* 1: on */
	bool is_up;
	/* tcp_wmem: minimum, initial and maximum size in bytes; "": leave unchanged */
	char send_buffers[64];
};

/* The settings of a wire with this MTU: no offloads, and up. */
struct loopback_settings loopback_settings_of_wire(uint32_t mtu);

/* False when the settings cannot be read. */
bool loopback_settings_read(struct loopback_settings *ret_settings);

/*
 * Applies the settings. On failure it returns false with a message; *ret_is_denied says that
 * permission was missing. A send buffer size that cannot be set is no failure. On success it has
 * called only functions that are safe in the forked child of a threaded program.
 */
bool loopback_settings_write(
	const struct loopback_settings *settings, bool *ret_is_denied, struct error *error);

#endif
