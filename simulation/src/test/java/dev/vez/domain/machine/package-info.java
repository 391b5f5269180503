/** Rules of the state machine that are wrong, for mutants to be patched with. */
@NullMarked
package dev.vez.domain.machine;

import org.jspecify.annotations.NullMarked;
