@NullMarked
package dev.vez.engine.service;

import org.jspecify.annotations.NullMarked;
