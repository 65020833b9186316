#ifndef TRACE_LINK_TYPES_H
#define TRACE_LINK_TYPES_H

/*
 * Link types have two numbers: libpcap's DLT_ value, which a program sees, and the LINKTYPE_ value that stands
 * in files (pcap-linktype(7)). Most are equal.
 */

#include <stdint.h>

int link_type_from_file(uint32_t number);
uint32_t link_type_to_file(int link_type);

#endif
