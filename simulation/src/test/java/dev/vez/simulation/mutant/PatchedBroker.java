package dev.vez.simulation.mutant;

import dev.vez.simulation.RunPlan;
import dev.vez.simulation.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broker some of whose methods do something else. All of its classes, and the simulation's, are
 * loaded once more for it, so that the sound broker in the same process stays as it is.
 */
final class PatchedBroker implements Broker {

  private final List<ClassPatch> patches;
  private @Nullable PatchedRun run;

  PatchedBroker(ClassPatch... patches) {
    this.patches = List.of(patches);
  }

  /** One that follows another rule, of {@code WrongRules}, whenever a node begins to lead. */
  static PatchedBroker atTakeOver(String rule) {
    ClassDesc consumers = ClassPatch.domain("machine.Consumers");
    ClassDesc group = ClassPatch.domain("machine.QueueGroup");
    return new PatchedBroker(
        ClassPatch.before(
            "machine.Consumers",
            "detachAll",
            code ->
                code.aload(0)
                    .getfield(consumers, "group", group)
                    .invokestatic(
                        ClassPatch.domain("machine.WrongRules"),
                        rule,
                        MethodTypeDesc.of(ConstantDescs.CD_void, group))));
  }

  @Override
  public RunReport run(RunPlan plan, @Nullable Consumer<String> tracePrinter) {
    return PlainReport.report(patchedRun().run(PlainReport.plan(plan), tracePrinter));
  }

  private synchronized PatchedRun patchedRun() {
    PatchedRun current = run;
    if (current == null) {
      current =
          ServiceLoader.load(PatchedRun.class, new PatchingLoader(patches))
              .findFirst()
              .orElseThrow();
      run = current;
    }
    return current;
  }

  /** Loads what is of Vez anew, patched; the rest, and what both sides speak, comes from above. */
  private static final class PatchingLoader extends ClassLoader {

    private static final String OF_VEZ = "dev.vez.";

    private final ClassLoader above;
    private final List<ClassPatch> patches;

    PatchingLoader(List<ClassPatch> patches) {
      super(PatchedBroker.class.getClassLoader());
      this.above = PatchedBroker.class.getClassLoader();
      this.patches = patches;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OF_VEZ) || name.equals(PatchedRun.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream file = above.getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (file == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = file.readAllBytes();
        for (ClassPatch patch : patches) {
          if (patch.className().equals(name)) {
            bytes = patch.applyTo(bytes);
          }
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new UncheckedIOException("Cannot read class " + name, unreadable);
      }
    }
  }
}
