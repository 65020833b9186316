#ifndef CAPTURE_FILE_CAPTURE_FILE_PARTS_H
#define CAPTURE_FILE_CAPTURE_FILE_PARTS_H

/* Functions of an open capture that only the files of capture-file/ call. */

#include <pcap/pcap.h>

#include "capture-file/capture-file.h"

/* libpcap's handle of a pcap file; NULL for a pcapng file. */
pcap_t *capture_file_handle(const struct capture_file *capture);

/* Whether the interfaces read so far differ in their link type. */
bool capture_file_mixes_link_types(const struct capture_file *capture);

#endif
