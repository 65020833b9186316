/* Maps link types whose DLT_ value differs between systems to the number that files have. */
#include "capture-file/link-types.h"

#include <pcap/pcap.h>
#include <stddef.h>

#include "base/array.h"

enum { LINKTYPE_ATM_RFC1483 = 100, LINKTYPE_RAW = 101, LINKTYPE_ATM_CLIP = 106 };

static const struct {
	uint32_t in_file;
	int link_type;
} others[] = {
	{ LINKTYPE_RAW, DLT_RAW },
	{ LINKTYPE_ATM_RFC1483, DLT_ATM_RFC1483 },
	{ LINKTYPE_ATM_CLIP, DLT_ATM_CLIP },
};

int link_type_from_file(uint32_t number)
{
	for (size_t i = 0; i < ARRAY_COUNT(others); i++)
		if (others[i].in_file == number)
			return others[i].link_type;
	return (int)number;
}

uint32_t link_type_to_file(int link_type)
{
	for (size_t i = 0; i < ARRAY_COUNT(others); i++)
		if (others[i].link_type == link_type)
			return others[i].in_file;
	return (uint32_t)link_type;
}
