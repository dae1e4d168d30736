/*
 * Clean-up that follows the block.
 *
 *     SCOPED(file_close) struct file file = FILE_CLOSED;
 *
 * runs file_close(&file) wherever the block is left.  Destructors in this
 * project take the variable's address, accept the empty state and leave it
 * behind, so that they serve here and when called by hand.
 */
#pragma once

#define SCOPED(destructor) __attribute__((cleanup(destructor)))
