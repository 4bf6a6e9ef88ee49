package io.annealdb.storage.testing;

import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A directory in front of another, in which something happens once, in the middle of a call. */
public final class HookedDirectory {
    private HookedDirectory() {}

    /** What happens. */
    public interface Hook {
        void run() throws IOException;
    }

    /** Runs a hook, once, before that file is opened to be written. */
    public static Directory onAppend(Directory behind, String path, Hook hook) {
        return on("append", behind, path, hook);
    }

    /** Runs a hook, once, after that path got its new content. */
    public static Directory afterRename(Directory behind, String to, Hook hook) {
        return on("rename", behind, to, hook);
    }

    private static Directory on(String call, Directory behind, String path, Hook hook) {
        boolean[] done = new boolean[1];
        return (Directory)
                Proxy.newProxyInstance(
                        HookedDirectory.class.getClassLoader(),
                        new Class<?>[] {Directory.class},
                        (proxy, method, arguments) -> {
                            boolean hooked =
                                    !done[0]
                                            && method.getName().equals(call)
                                            && arguments[arguments.length - 1].equals(path);
                            done[0] |= hooked;
                            try {
                                if (hooked && call.equals("append")) {
                                    hook.run();
                                }
                                Object answer = method.invoke(behind, arguments);
                                if (hooked && call.equals("rename")) {
                                    hook.run();
                                }
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
