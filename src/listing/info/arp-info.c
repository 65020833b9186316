/*
 * An ARP message as in Wireshark's Info column (RFC 826; probes and announcements are those of RFC
 * 5227; RARP is in RFC 903).
 */
#include "listing/info/arp-info.h"

#include <string.h>

static bool is_zero_address(const struct address *address)
{
	static const uint8_t zeros[16];
	return !memcmp(address->octets, zeros, sizeof(zeros));
}

void arp_info_append_request(struct text *out, const struct arp_message *arp, bool is_short)
{
	bool is_gratuitous = address_equal(&arp->sender, &arp->target);
	if (is_gratuitous && is_zero_address(&arp->target_hardware)) {
		text_append(out, "ARP Announcement for ");
		address_append(out, &arp->target);
	} else if (is_gratuitous) {
		text_append(out, "Gratuitous ARP for ");
		address_append(out, &arp->target);
		text_append(out, " (Request)");
	} else {
		text_append(out, "Who has ");
		address_append(out, &arp->target);
		text_append_char(out, '?');
		if (is_zero_address(&arp->sender)) {
			text_append(out, " (ARP Probe)");
		} else if (!is_short) {
			text_append(out, " Tell ");
			address_append(out, &arp->sender);
		}
	}
}

static void append_reply(struct text *out, const struct arp_message *arp)
{
	if (address_equal(&arp->sender, &arp->target)) {
		text_append(out, "Gratuitous ARP for ");
		address_append(out, &arp->sender);
		text_append(out, " (Reply)");
	} else {
		address_append(out, &arp->sender);
		text_append(out, " is at ");
		address_append(out, &arp->sender_hardware);
	}
}

void arp_info_append(struct text *out, const struct arp_message *arp)
{
	switch (arp->operation) {
	case ARP_REQUEST:
		arp_info_append_request(out, arp, false);
		break;
	case ARP_REPLY:
		append_reply(out, arp);
		break;
	case RARP_REQUEST:
		text_append(out, "Who is ");
		address_append(out, &arp->target_hardware);
		text_append(out, "? Tell ");
		address_append(out, &arp->sender_hardware);
		break;
	case RARP_REPLY:
		address_append(out, &arp->target_hardware);
		text_append(out, " is at ");
		address_append(out, &arp->target);
		break;
	default:
		text_append_format(out, "Unknown ARP opcode 0x%04x", arp->operation);
	}
}
