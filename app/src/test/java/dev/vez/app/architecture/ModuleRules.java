package dev.vez.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may know whom. Maven holds the same rules for what is on the class path; here they hold for
 * what the classes really use, which also covers what a library brings along.
 */
final class ModuleRules {
  /** What the domain and the ports may use beside each other. */
  private static final List<String> JDK = List.of("java..", "org.jspecify.annotations..");

  private static final List<Module> MODULES =
      List.of(
          new Module("domain", List.of()),
          new Module("ports", List.of("domain")),
          new Module("engine", List.of("domain", "ports")),
          new Module("protos", List.of()),
          new Module("adapters.grpc", List.of("domain", "ports", "protos")),
          new Module("adapters.rocksdb", List.of("domain", "ports")),
          new Module("adapters.luaj", List.of("domain", "ports")),
          new Module("adapters.ratis", List.of("domain", "ports")),
          new Module("adapters.jraft", List.of("domain", "ports")),
          new Module("client", List.of("protos")),
          new Module("simulation", List.of("domain", "ports", "engine")));

  /**
   * Modules without code so far. For any other, a rule that finds no class is a rule that is wrong.
   */
  private static final Set<String> EMPTY =
      Set.of("engine", "adapters.rocksdb", "adapters.ratis", "simulation");

  /** A library and the modules that it is meant for; no other may come to depend on it. */
  private static final List<Library> LIBRARIES =
      List.of(
          new Library("io.grpc..", List.of("protos", "adapters.grpc", "client", "app")),
          new Library(
              "com.google.protobuf..",
              List.of(
                  "protos",
                  "engine",
                  "adapters.grpc",
                  "adapters.rocksdb",
                  "adapters.jraft",
                  "client",
                  "app")),
          new Library("org.rocksdb..", List.of("adapters.rocksdb", "adapters.jraft")),
          new Library("org.luaj..", List.of("adapters.luaj")),
          new Library("org.apache.ratis..", List.of("adapters.ratis")),
          new Library("com.alipay..", List.of("adapters.jraft")),
          new Library("dagger..", List.of("app")),
          new Library("picocli..", List.of("app")),
          new Library("org.tomlj..", List.of("app")),
          new Library("ch.qos.logback..", List.of("app")));

  private record Module(String name, List<String> knows) {}

  private record Library(String packages, List<String> users) {}

  private ModuleRules() {}

  static Stream<ArchRule> all() {
    return Stream.of(
            MODULES.stream().map(ModuleRules::knowsOnlyItsOwn),
            LIBRARIES.stream().map(ModuleRules::isUsedOnlyWhereMeant),
            Stream.of(usesTheJdkAlone("domain"), usesTheJdkAlone("ports"), everyClassIsOfAModule()))
        .flatMap(rules -> rules);
  }

  private static ArchRule knowsOnlyItsOwn(Module module) {
    List<String> known = Stream.concat(Stream.of(module.name), module.knows.stream()).toList();
    return noClasses()
        .that()
        .resideInAPackage(packages(module.name))
        .should()
        .dependOnClassesThat(ours().and(DescribedPredicate.not(of(known))))
        .allowEmptyShould(EMPTY.contains(module.name))
        .as("Module " + module.name + " knows of our modules only " + module.knows);
  }

  private static ArchRule isUsedOnlyWhereMeant(Library library) {
    return noClasses()
        .that(DescribedPredicate.not(of(library.users)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library.packages)
        .as("Library " + library.packages + " is used only in " + library.users);
  }

  private static ArchRule usesTheJdkAlone(String module) {
    return noClasses()
        .that()
        .resideInAPackage(packages(module))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(ours()).and(DescribedPredicate.not(in(JDK)).and(notPrimitive())))
        .as("Module " + module + " uses no library but the JDK");
  }

  private static ArchRule everyClassIsOfAModule() {
    List<String> names =
        Stream.concat(Stream.of("app"), MODULES.stream().map(Module::name)).toList();
    return classes()
        .should()
        .resideInAnyPackage(names.stream().map(ModuleRules::packages).toArray(String[]::new))
        .as("Every class is in the package of a module: " + names);
  }

  private static DescribedPredicate<JavaClass> ours() {
    return in(List.of("dev.vez.."));
  }

  private static DescribedPredicate<JavaClass> of(List<String> modules) {
    return in(modules.stream().map(ModuleRules::packages).toList());
  }

  private static DescribedPredicate<JavaClass> in(List<String> packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages.toArray(String[]::new));
  }

  /** Primitives and their arrays have no package. */
  private static DescribedPredicate<JavaClass> notPrimitive() {
    return DescribedPredicate.describe(
        "not primitive", type -> !type.getBaseComponentType().isPrimitive());
  }

  private static String packages(String module) {
    return "dev.vez." + module + "..";
  }
}
