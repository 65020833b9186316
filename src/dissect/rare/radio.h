#ifndef DISSECT_RADIO_H
#define DISSECT_RADIO_H

/* 802.11 frames, and what the headers that radios put before them say about them. */

#include "dissect/decode.h"

enum radio_flag {
	RADIO_HAS_CHECK = 0x10, /* a frame check sequence stands at the end */
	RADIO_HAS_PADDING = 0x20, /* the body begins at a multiple of four bytes */
};

/* Without such a header, and with its flags (enum radio_flag). */
void wlan_dissect(struct frame *frame, struct input *in);
void wlan_dissect_with(struct frame *frame, struct input *in, uint8_t radio_flags);

void radiotap_dissect(struct frame *frame, struct input *in);
void ppi_dissect(struct frame *frame, struct input *in);
void prism_dissect(struct frame *frame, struct input *in);

/* The flags that the frame's first layer told; 0 when it is no radio header. */
uint8_t radio_flags_of(const struct frame *frame);

#endif
