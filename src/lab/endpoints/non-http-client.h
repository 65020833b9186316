#ifndef LAB_NON_HTTP_CLIENT_H
#define LAB_NON_HTTP_CLIENT_H

/* The client's side of what is no HTTP: a UDP ping, a DNS query, and a connection without data. */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "recipe/client-step.h"

/*
 * Sends a datagram to the step's port, or to `port` when it names none, and waits for the answer.
 * That nothing listens there (ICMP "port unreachable") is an answer.
 */
bool client_ping(const struct client_step *step, uint16_t port, struct error *error);

/*
 * Sends the query over UDP and reads the answer. After a truncated one it asks again over TCP (RFC
 * 7766). Whatever the answer says is a success.
 */
bool client_query(const struct client_step *step, struct error *error);

/* Connects to the step's port, or to `port`, and closes. A refusal is a success. */
bool client_connect(const struct client_step *step, uint16_t port, struct error *error);

/*
 * Fails when another program has the step's port. Outside of a private network, a talk that someone
 * else wrote must not reach the programs of this machine.
 */
bool client_port_check(const struct client_step *step, struct error *error);

#endif
