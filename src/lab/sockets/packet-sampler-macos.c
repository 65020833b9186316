/* macOS records no calls, so samples would have no place beside them. */
#include "lab/sockets/packet-sampler.h"

#include <stddef.h>

struct packet_sampler *packet_sampler_new(void)
{
	return NULL;
}

void packet_sampler_note(struct packet_sampler *sampler, const struct frame *frame)
{
	(void)sampler;
	(void)frame;
}

void packet_sampler_ask(struct packet_sampler *sampler)
{
	(void)sampler;
}

int packet_sampler_wait_ms(const struct packet_sampler *sampler)
{
	(void)sampler;
	return -1;
}

const struct text *packet_sampler_lines(const struct packet_sampler *sampler)
{
	static const struct text nothing;
	(void)sampler;
	return &nothing;
}

void packet_sampler_free(struct packet_sampler *sampler)
{
	(void)sampler;
}
