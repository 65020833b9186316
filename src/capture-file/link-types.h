#ifndef CAPTURE_FILE_LINK_TYPES_H
#define CAPTURE_FILE_LINK_TYPES_H

/*
 * A link type has two numbers: libpcap's DLT_ value in programs, and the LINKTYPE_ value in files
 * (pcap-linktype(7)). Most are equal.
 */

#include <stdint.h>

int link_type_from_file(uint32_t number);
uint32_t link_type_to_file(int link_type);

#endif
