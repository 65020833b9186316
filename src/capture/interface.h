#ifndef CAPTURE_INTERFACE_H
#define CAPTURE_INTERFACE_H

/* The interfaces on which libpcap can capture, with what a user should know before a capture. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

enum offload { OFFLOAD_UNKNOWN, OFFLOAD_OFF, OFFLOAD_ON };

/*
 * Segmentation and receive offloads. While one is on, a capture shows segments larger than the MSS,
 * which no wire carries.
 */
struct offloads {
	enum offload tso, gso, gro;
};

struct interface {
	unsigned number; /* from 1, as tshark -D and tcpdump -D count */
	const char *name;
	const char *description; /* "" when there is none */
	const char *addresses; /* IPv4 and IPv6, with ", " between them */
	bool is_network; /* false for a bus, a log or a queue, which libpcap can read as well */
	bool is_up, is_loopback;
	uint32_t mtu; /* 0: unknown */
	struct offloads offloads;
};

struct interface_list {
	struct interface *interfaces;
	unsigned count;
	struct arena arena; /* owns all strings */
};

/* Reads the list in libpcap's order. An empty list is no failure. */
bool interface_list_read(struct interface_list *ret_list, struct error *error);
void interface_list_finish(struct interface_list *list);
DEFINE_AUTOFINISH(interface_list);

/* Finds an interface by its name, else by its number ("2"); NULL when there is none. */
const struct interface *interface_list_find(const struct interface_list *list, const char *name);

/*
 * Finds the interface with this address ("192.0.2.2"); any address of 127.0.0.0/8 finds the
 * loopback. NULL when there is none.
 */
const struct interface *interface_list_with_address(
	const struct interface_list *list, const char *address);

/*
 * Returns an address by which other machines may reach this one: IPv4 or IPv6, not link-local, of
 * an interface that is up and not a loopback. NULL when there is none. The list owns it.
 */
const char *interface_list_outer_address(struct interface_list *list, bool is_ipv6);

/* Returns the interface name most similar to a mistyped one, or NULL. */
const char *interface_list_nearest(const struct interface_list *list, const char *name);

enum interface_access {
	INTERFACE_UNTRIED, /* not a network: a try would have effects */
	INTERFACE_OPEN,
	INTERFACE_DENIED,
	INTERFACE_DOWN,
	INTERFACE_REFUSED,
};

/*
 * Opens the interface for a moment, without promiscuous mode, to learn whether capturing is
 * permitted.
 */
enum interface_access interface_try(const struct interface *interface);

/* Returns the offloads that are switched on. Each system has its own file for it. */
struct offloads interface_offloads(const char *name);

#endif
