/** Tests of what is generated from the protocol. */
@NullMarked
package dev.vez.protos;

import org.jspecify.annotations.NullMarked;
