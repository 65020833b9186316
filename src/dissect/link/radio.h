#ifndef DISSECT_RADIO_H
#define DISSECT_RADIO_H

/* 802.11 frames, and the flags that radio headers state about them. */

#include "dissect/decode.h"

enum radio_flag {
	RADIO_HAS_CHECK = 0x10, /* the frame ends with a frame check sequence */
	RADIO_HAS_PADDING = 0x20, /* the body is aligned to four bytes */
};

/* Dissects an 802.11 frame without a radio header, or with the flags of one (enum radio_flag). */
void wlan_dissect(struct frame *frame, struct input *in);
void wlan_dissect_with(struct frame *frame, struct input *in, uint8_t radio_flags);

void radiotap_dissect(struct frame *frame, struct input *in);
void ppi_dissect(struct frame *frame, struct input *in);
void prism_dissect(struct frame *frame, struct input *in);

/* The flags from the frame's first layer; 0 when that is no radio header. */
uint8_t radio_flags_of(const struct frame *frame);

#endif
