#ifndef LAB_RESPONDER_H
#define LAB_RESPONDER_H

/*
 * Answers what is no HTTP, on 127.0.0.1 and, where there is IPv6, on ::1: a UDP datagram with
 * "pong", and DNS queries over UDP and TCP (dns-message.h).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"

struct responder_options {
	uint16_t ping_port; /* 0: no pings */
	uint16_t dns_port; /* 0: no DNS */
};

struct responder;

/* Starts the responder's thread. Datagrams are answered from now on. */
struct responder *responder_start(const struct responder_options *options, struct error *error);

/* Ends the thread. */
void responder_free(struct responder *responder);
DEFINE_AUTOFREE(responder);

#endif
