#ifndef NOTES_COLUMNS_H
#define NOTES_COLUMNS_H

/* `columns:` of a list, read into struct packets_hand. */

#include "notes/hand/hand-reader.h"

bool packets_columns_read(const struct hand_reader *reader, const struct yaml_entry *entry);

#endif
