package org.ducksoup.gstreamer.pool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which system calls a worker may make, as a program of classic BPF for seccomp (see {@code seccomp(2)}). It may not start
 * processes, not make sockets but Unix ones, and not do what needs a privilege. Everything else is allowed: which calls the
 * virtual machine, codecs and plug-ins need differs from version to version.
 */
final class SystemCalls {
    private static final int EPERM = 1;
    private static final int EACCES = 13;
    private static final int ENOSYS = 38;

    private static final int AF_UNIX = 1;
    /** Of {@code clone}: a thread, and not a process. */
    private static final int CLONE_THREAD = 0x10000;

    /** In {@code struct seccomp_data}. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;

    // Codes of instructions.
    private static final short LOAD = 0x20;
    private static final short JUMP_IF_EQUAL = 0x15;
    private static final short JUMP_IF_SET = 0x45;
    private static final short JUMP_IF_AT_LEAST = 0x35;
    private static final short RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int ERROR = 0x00050000;
    /** Calls of the other instruction set that x86-64 has. */
    private static final int X32 = 0x40000000;

    private record Instruction(short code, int ifTrue, int ifFalse, int operand) {}

    /**
     * Numbers of calls, which differ between machines.
     *
     * @param audit the kernel's number of the machine
     * @param forks calls that make processes, besides {@code clone}
     * @param privileged ptrace, mount, umount2, keyctl, add_key, request_key, bpf, perf_event_open, userfaultfd, setns, unshare,
     *     pivot_root, kexec_load, init_module, finit_module, delete_module, process_vm_readv, process_vm_writev, io_uring_setup
     */
    private record Machine(int audit, int socket, int cloning, List<Integer> forks, List<Integer> privileged) {}

    private static final int CLONE3 = 435;

    private static final Machine X86_64 = new Machine(
            0xC000003E,
            41,
            56,
            List.of(57, 58),
            List.of(101, 165, 166, 250, 248, 249, 321, 298, 323, 308, 272, 155, 246, 175, 313, 176, 310, 311, 425));
    private static final Machine AARCH64 = new Machine(
            0xC00000B7,
            198,
            220,
            List.of(),
            List.of(117, 40, 39, 219, 217, 218, 280, 241, 282, 268, 97, 41, 104, 105, 273, 106, 270, 271, 425));

    private SystemCalls() {}

    /**
     * The program.
     *
     * @param architecture as in {@code os.arch}
     * @return empty for a machine whose numbers are not known here
     */
    static Optional<byte[]> filter(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of(bytes(program(X86_64)));
            case "aarch64" -> Optional.of(bytes(program(AARCH64)));
            default -> Optional.empty();
        };
    }

    private static List<Instruction> program(Machine machine) {
        List<Instruction> program = new ArrayList<>();
        program.add(new Instruction(LOAD, 0, 0, ARCHITECTURE));
        program.add(new Instruction(JUMP_IF_EQUAL, 1, 0, machine.audit()));
        program.add(new Instruction(RETURN, 0, 0, KILL));
        program.add(new Instruction(LOAD, 0, 0, NUMBER));
        program.add(new Instruction(JUMP_IF_AT_LEAST, 0, 1, X32));
        program.add(new Instruction(RETURN, 0, 0, ERROR | EPERM));
        // The C library uses clone instead, whose arguments can be looked at.
        refuse(program, CLONE3, ENOSYS);
        machine.forks().forEach(call -> refuse(program, call, EPERM));
        machine.privileged().forEach(call -> refuse(program, call, EPERM));
        program.add(new Instruction(JUMP_IF_EQUAL, 0, 4, machine.socket()));
        program.add(new Instruction(LOAD, 0, 0, FIRST_ARGUMENT));
        program.add(new Instruction(JUMP_IF_EQUAL, 0, 1, AF_UNIX));
        program.add(new Instruction(RETURN, 0, 0, ALLOW));
        program.add(new Instruction(RETURN, 0, 0, ERROR | EACCES));
        program.add(new Instruction(JUMP_IF_EQUAL, 0, 3, machine.cloning()));
        program.add(new Instruction(LOAD, 0, 0, FIRST_ARGUMENT));
        program.add(new Instruction(JUMP_IF_SET, 1, 0, CLONE_THREAD));
        program.add(new Instruction(RETURN, 0, 0, ERROR | EPERM));
        program.add(new Instruction(RETURN, 0, 0, ALLOW));
        return program;
    }

    private static void refuse(List<Instruction> program, int call, int error) {
        program.add(new Instruction(JUMP_IF_EQUAL, 0, 1, call));
        program.add(new Instruction(RETURN, 0, 0, ERROR | error));
    }

    /** As {@code struct sock_filter} is in memory. */
    private static byte[] bytes(List<Instruction> program) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.nativeOrder());
        for (Instruction instruction : program) {
            bytes.putShort(instruction.code())
                    .put((byte) instruction.ifTrue())
                    .put((byte) instruction.ifFalse())
                    .putInt(instruction.operand());
        }
        return bytes.array();
    }
}
