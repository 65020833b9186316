/*
 * Layers and texts of a decoded packet. IPv6 addresses are written as in RFC 5952: lower case, no
 * leading zeros, and "::" for the first longest run of two or more zero groups.
 */
#include "dissect/frame.h"

#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

/* Addresses are written without the formatter, since each line of a packet list has two. */

static char *write_octet(unsigned octet, char *out)
{
	if (octet < 10) {
		*out = (char)('0' + octet);
		return out + 1;
	}
	if (octet >= 100) {
		*out++ = octet >= 200 ? '2' : '1';
		octet -= octet >= 200 ? 200 : 100;
	}
	memcpy(out, text_digit_pairs + 2 * octet, 2);
	return out + 2;
}

static char *write_ipv4(const uint8_t *octets, char *out)
{
	for (unsigned i = 0; i < 4; i++) {
		if (i > 0)
			*out++ = '.';
		out = write_octet(octets[i], out);
	}
	return out;
}

static char *write_group(uint16_t group, char *out)
{
	for (unsigned shift = 12; shift > 0; shift -= 4)
		if (group >> shift)
			*out++ = ascii_hex_digit(group >> shift);
	*out++ = ascii_hex_digit(group);
	return out;
}

static char *write_ipv6(const uint8_t *octets, char *out)
{
	uint16_t groups[8];
	for (int i = 0; i < 8; i++)
		groups[i] = (uint16_t)(octets[2 * i] << 8 | octets[2 * i + 1]);

	int best = -1, best_size = 1;
	for (int i = 0; i < 8;) {
		int end = i;
		while (end < 8 && groups[end] == 0)
			end++;
		if (end - i > best_size) {
			best = i;
			best_size = end - i;
		}
		i = end > i ? end : i + 1;
	}
	bool is_mapped = best == 0 && best_size == 5 && groups[5] == 0xffff;

	for (int i = 0; i < (is_mapped ? 6 : 8); i++) {
		if (i == best) {
			*out++ = ':';
			*out++ = ':';
			i += best_size - 1;
			continue;
		}
		if (i > 0 && i != best + best_size)
			*out++ = ':';
		out = write_group(groups[i], out);
	}
	if (!is_mapped)
		return out;
	*out++ = ':';
	return write_ipv4(octets + 12, out);
}

static char *write_mac(const uint8_t *octets, char *out)
{
	for (unsigned i = 0; i < 6; i++) {
		if (i > 0)
			*out++ = ':';
		*out++ = ascii_hex_digit(octets[i] >> 4);
		*out++ = ascii_hex_digit(octets[i]);
	}
	return out;
}

size_t address_format(const struct address *address, char *out)
{
	char *end = out;
	switch ((enum address_family)address->family) {
	case ADDRESS_MAC:
		end = write_mac(address->octets, out);
		break;
	case ADDRESS_IPV4:
		end = write_ipv4(address->octets, out);
		break;
	case ADDRESS_IPV6:
		end = write_ipv6(address->octets, out);
		break;
	case ADDRESS_NONE:
	default:
		break;
	}
	*end = '\0';
	return (size_t)(end - out);
}

void address_append(struct text *out, const struct address *address)
{
	char words[ADDRESS_TEXT_SIZE];
	text_append_size(out, words, address_format(address, words));
}

bool address_equal(const struct address *a, const struct address *b)
{
	static const size_t sizes[] = {
		[ADDRESS_NONE] = 0,
		[ADDRESS_MAC] = 6,
		[ADDRESS_IPV4] = 4,
		[ADDRESS_IPV6] = 16,
	};
	if (a->family != b->family)
		return false;
	return memcmp(a->octets, b->octets, sizes[a->family & 3]) == 0;
}

const struct layer *frame_layer(const struct frame *frame, enum protocol protocol)
{
	for (int i = frame->layer_count - 1; i >= 0; i--) {
		if (frame->layers[i].protocol == protocol)
			return &frame->layers[i];
	}
	return NULL;
}

const struct layer *frame_unread_layer(const struct frame *frame)
{
	const struct layer *found = NULL;
	for (unsigned i = frame->layer_count; i && layer_is_unread(&frame->layers[i - 1]); i--)
		found = &frame->layers[i - 1];
	return found;
}

uint32_t frame_unread_offset(const struct frame *frame)
{
	const struct layer *unread = frame_unread_layer(frame);
	if (unread)
		return unread->offset;
	if (!frame->layer_count)
		return 0;
	const struct layer *top = &frame->layers[frame->layer_count - 1];
	return top->offset + top->header_size;
}

size_t tcp_flags_format(uint16_t flags, const char *separator, char *out, size_t size)
{
	static const char names[][4] = { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR",
		"AE" };
	const size_t separator_size = strlen(separator);
	size_t used = 0;
	for (unsigned left = flags & 0x1ffu; left; left &= left - 1) {
		const char *name = names[__builtin_ctz(left)];
		size_t name_size = name[2] ? 3 : 2;
		size_t gap = used ? separator_size : 0;
		if (gap + name_size >= size - used)
			break; /* cut, but NUL-terminated */
		memcpy(out + used, separator, gap);
		memcpy(out + used + gap, name, name_size);
		used += gap + name_size;
	}
	out[used] = '\0';
	return used;
}
