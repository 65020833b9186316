#ifndef LAB_PACKET_SAMPLER_H
#define LAB_PACKET_SAMPLER_H

/*
 * Asks the kernel for both sockets of a connection when packets of it were captured. The header is
 * common to all systems; each has its own .c file.
 *
 * The answer is of the moment at which it is given, behind the packet by the time that the recorder
 * took to read it. Sample and packet each keep their own time.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "dissect/frame.h"

struct packet_sampler;

/* Makes a sampler of the network that this process is in; NULL where the kernel tells nothing. */
struct packet_sampler *packet_sampler_new(void);

/* Notes a packet that was captured. Those that are not TCP are left out. */
void packet_sampler_note(struct packet_sampler *sampler, const struct frame *frame);

/*
 * Asks for the connections of noted packets: one of them not more often than once a millisecond,
 * and less often when it lasts long. Call it when packets were taken, and when it is time again.
 */
void packet_sampler_ask(struct packet_sampler *sampler);

/* The milliseconds until packet_sampler_ask() has something to do; -1: it waits for packets. */
int packet_sampler_wait_ms(const struct packet_sampler *sampler);

/* What was answered, as lines of calls/socket-call.h; borrowed. */
const struct text *packet_sampler_lines(const struct packet_sampler *sampler);

void packet_sampler_free(struct packet_sampler *sampler);
DEFINE_AUTOFREE(packet_sampler);

#endif
