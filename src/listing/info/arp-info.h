#ifndef LISTING_ARP_INFO_H
#define LISTING_ARP_INFO_H

/* The Info column of an ARP message. Used only by this folder. */

#include "base/text.h"
#include "dissect/frame.h"

enum arp_operation { ARP_REQUEST = 1, ARP_REPLY = 2, RARP_REQUEST = 3, RARP_REPLY = 4 };

/* Appends "Who has 10.0.0.2? Tell 10.0.0.1" and the like. */
void arp_info_append(struct text *out, const struct arp_message *arp);

/* Appends an ARP request. The short form names the address asked for, but not the sender. */
void arp_info_append_request(struct text *out, const struct arp_message *arp, bool is_short);

#endif
